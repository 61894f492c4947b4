/** Claims as a CSV file. */
import type { Claim } from "./api";
import { csv, mode, save } from "./words";

const HEADER = ["claim", "date_from", "date_to", "actor", "recipient", "type", "sign", "layer", "mode", "claimant", "confidence", "sentence", "document"];

export function saveClaims(name: string, claims: Claim[]) {
  save(name, "text/csv", csv([HEADER, ...claims.map((c) => [c.claim, c.date?.start, c.date?.end, c.actor.id, c.recipient.id,
    c.type, c.sign, c.layer, mode(c), c.claimant.id, c.confidence, c.sentence.text, c.document])]));
}
