/** What the program is at while an answer is not worked out yet, in its own words; empty else. */
export const stage = $state({ text: "" });
