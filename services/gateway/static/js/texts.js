// What do the scripts say, in the reader's language? The words come with the page.

const held = document.getElementById("messages").dataset;

export function say(name, details = {}) {
  return Object.entries(details).reduce((text, [key, value]) => text.replace(`{${key}}`, value), held[name] ?? name);
}
