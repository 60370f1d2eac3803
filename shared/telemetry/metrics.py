"""Which figures does every process publish, and under which names?"""

from prometheus_client import Counter, Gauge, Histogram

_FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

command_seconds = Histogram(
    "hindsight_command_seconds",
    "Time from taking a command to its answer; outcome is ok or the kind of the refusal.",
    ["service", "command", "outcome"],
    buckets=_FAST,
)
append_seconds = Histogram(
    "hindsight_append_seconds", "Time of one append to the log, commit included.", buckets=_FAST
)
appended_events = Counter("hindsight_appended_events", "Events this process appended to the log.")
watermark_position = Gauge(
    "hindsight_watermark_position", "Everything up to this position is visible to readers."
)
watermark_age_seconds = Gauge(
    "hindsight_watermark_age_seconds", "How long the watermark has been held back by an unfinished append."
)
projection_lag_events = Gauge(
    "hindsight_projection_lag_events", "Positions between the watermark and the checkpoint.", ["projection"]
)
projection_lag_seconds = Gauge(
    "hindsight_projection_lag_seconds", "Age of the oldest event not yet folded.", ["projection"]
)
projection_stopped = Gauge(
    "hindsight_projection_stopped",
    "1 while a projection stands still: too many events are parked, or its table cannot be written.",
    ["projection"],
)
projection_parked = Gauge(
    "hindsight_projection_parked", "Events that a projection could not take, or that wait.", ["projection"]
)
policy_refusals = Counter(
    "hindsight_policy_refusals", "Commands of a policy that were refused.", ["policy", "kind"]
)
relay_lag_events = Gauge(
    "hindsight_relay_lag_events", "Positions between the watermark and the relay's cursor."
)
relay_lag_seconds = Gauge(
    "hindsight_relay_lag_seconds", "Age of the oldest event not yet confirmed by the broker."
)
relayed_events = Counter("hindsight_relayed_events", "Events the broker confirmed.")
relay_unheard_events = Counter(
    "hindsight_relay_unheard_events", "Messages the broker confirmed although no queue takes them yet."
)
gaps_healed = Counter(
    "hindsight_gaps_healed", "Gaps in what the broker delivered, filled from the log.", ["projection"]
)
alarm = Gauge(
    "hindsight_alarm", "1 while this alarm is on; docs/operations.md says what to do about each.", ["name"]
)
http_seconds = Histogram(
    "hindsight_http_seconds", "Time to answer an HTTP request.", ["method", "route", "status"], buckets=_FAST
)
sign_ins = Counter(
    "hindsight_sign_ins",
    "Attempts to sign in; outcome is ok or refused, reason the means or why.",
    ["outcome", "reason"],
)
denials = Counter("hindsight_denials", "Requests refused because somebody had not the right to them.")
