// Tokens (o200k_base) of each text of a JSON list on standard input, as a JSON list.
import { encode } from "gpt-tokenizer/encoding/o200k_base";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
console.log(JSON.stringify(JSON.parse(Buffer.concat(chunks).toString()).map((text) => encode(text).length)));
