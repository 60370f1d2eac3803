// In which time zone is this browser? The server writes times in it for whoever has not chosen another.

const ONE_YEAR = 365 * 24 * 3600;
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
const secure = location.protocol === "https:" ? "; secure" : "";
document.cookie = `zone=${timeZone}; path=/; max-age=${ONE_YEAR}; samesite=lax${secure}`;
