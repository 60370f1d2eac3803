// How does a page send a command, and what does a refusal say?

import { say } from "./texts.js";

const DEADLINE = 15000;

export class Refusal extends Error {
  constructor(reason, { status = 0, field = null, problems = [] } = {}) {
    super(reason);
    Object.assign(this, { status, field, problems });
  }

  // The record is not what the reader saw: someone else changed it.
  get stale() {
    return this.status === 409 || this.status === 412;
  }
}

// A fresh id for one wish; sending it again with the same id is harmless.
export function wish() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Sends `<service>/<method>` and gives the receipt. Throws Refusal.
export async function send(command, body, { version = null, key = wish() } = {}) {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": key, "Accept-Language": language(), "Hindsight-Source": "web" };
  if (version) headers["If-Match"] = `"${version}"`;
  const request = { method: "POST", headers, body: JSON.stringify(body), signal: AbortSignal.timeout(DEADLINE) };
  const answer = await fetch(`/api/v1/${command}`, request).catch(() => {
    throw new Refusal(say("offline"));
  });
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refusal(content.detail ?? say("offline"), { ...content, status: answer.status });
  const undo = answer.headers.get("Hindsight-Undo");
  if (undo) content.undo = { command: undo.replace("/api/v1/", ""), body: { command_id: content.command_id } };
  return content;
}

// The language the page is written in, so that a refusal comes in the same.
function language() {
  return document.documentElement.lang.slice(0, 2);
}
