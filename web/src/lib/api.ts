/** The API of docs/api.yaml, typed as far as the page uses it. */
import { stage } from "./stage.svelte";

export interface Actor { id: string; name: string; claims?: number }
export interface Quote { text: string | null; start: number | null; end: number | null }
export interface Party extends Quote { id: string; sector?: string | null }
export interface Claim {
  claim: string; document: string; hash: string; sentence: Quote;
  actor: Party; recipient: Party; type: string; mode: string | null; layer: string;
  sign: string | null; trend: string | null; aux: string[]; claimant: Party; trigger: Quote;
  date: { start: string; end: string; precision: string; text: string | null } | null;
  confidence: number; pattern: string | null; review: number | null; reviews?: Review[];
}
export interface Review {
  number: number; document: string; verdict: string; reviewer: string | null; note: string | null;
  at: string; undone_at: string | null; undone_by: string | null;
  before: Claim | null; after: Claim | null;
}
export interface Standing { mean: number; low: number; high: number; positive: number }
export interface TurningPoint {
  a: Actor; b: Actor; date: string; from: string; to: string; size: number; deviation: number;
  before: number; after: number; probability: number;
  established: boolean;  // at the false discovery rate; else a candidate, which may be chance
  p: number;             // that a pair without a break shows one as strong
}
export interface Evidence {
  share: number; pull: number; value: number; weight: number; day: string; claim?: Claim;
  coded?: { dataset: number; row: number; type: string };
}

export class ApiError extends Error {
  constructor(readonly status: number, what: string, readonly where: string, readonly advice: string) {
    super(what);
  }
}

export type Parameters = Record<string, string | number | boolean | null | undefined>;

export function query(parameters: Parameters): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== null && value !== undefined && value !== "" && value !== false)
      search.set(name, value === true ? "1" : String(value));
  const text = search.toString();
  return text ? `?${text}` : "";
}

async function answer(response: Response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok)
    throw new ApiError(response.status, body.error ?? response.statusText, body.where ?? "", body.advice ?? "");
  return body;
}

/** What is not worked out yet is asked for again when the server says so; meanwhile it says what it is at. */
async function ask(url: string) {
  for (let waited = false; ; waited = true) {
    const response = await fetch(url);
    const wait = Number(response.headers.get("Retry-After"));
    if (response.status !== 503 || !wait) {
      if (waited) stage.text = "";
      return answer(response);
    }
    stage.text = (await response.json().catch(() => ({}))).error ?? "";
    await new Promise((again) => setTimeout(again, wait * 1000));
  }
}

const kept = new Map<string, Promise<unknown>>();

/** Answers are kept until the record changes. */
export function get<T>(path: string, parameters: Parameters = {}): Promise<T> {
  const url = `/api/v1${path}${query(parameters)}`;
  let promise = kept.get(url) as Promise<T> | undefined;
  if (!promise) {
    promise = ask(url) as Promise<T>;
    kept.set(url, promise);
    promise.catch(() => kept.delete(url));
    if (kept.size > 400) kept.delete(kept.keys().next().value!);
  }
  return promise;
}

export function post<T>(path: string, body: unknown): Promise<T> {
  return fetch(`/api/v1${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }).then(answer) as Promise<T>;
}

export function forget() {
  kept.clear();
}
