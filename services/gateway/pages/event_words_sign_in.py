"""Which sentence tells how people sign in? It names no address, device or secret."""

from shared.marks import N_

SIGN_IN = {
    "identity.InstallationFounded": N_("Hindsight set up for {company} by {administrator_id}"),
    "identity.PasswordSet": N_("Password of {user_id} set"),
    "identity.PasswordRehashed": N_("Password kept in a stronger form"),
    "identity.SecondFactorEnrolled": N_("{user_id} signs in with a second factor from now on"),
    "identity.SecondFactorUsed": N_("Second factor used"),
    "identity.RecoveryCodeUsed": N_("A recovery code was used"),
    "identity.RecoveryCodesRenewed": N_("New recovery codes made; the former ones are void"),
    "identity.SecondFactorRemoved": N_("Second factor removed"),
    "identity.SignInLocked": N_("Sign-in of {user_id} locked until {until}: too many attempts failed"),
    "identity.AccountLinked": N_("{user_id} signs in through {issuer}"),
    "identity.SessionBegun": N_("{user_id} signed in"),
    "identity.SessionContinued": N_("Session still in use"),
    "identity.SessionEnded": N_("Signed out"),
    "identity.TokenIssued": N_("API token {name} made for {user_id}"),
    "identity.TokenFirstUsed": N_("API token used for the first time"),
    "identity.TokenRevoked": N_("API token revoked"),
    "identity.PreferencesChanged": N_("{user_id} changed their preferences"),
}
