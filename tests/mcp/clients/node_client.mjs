// The official TypeScript SDK as a client: `node_client.mjs URL` or `node_client.mjs COMMAND ARGUMENT…`.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const [first, ...rest] = process.argv.slice(2);
const transport = first.startsWith("http")
  ? new StreamableHTTPClientTransport(new URL(first))
  : new StdioClientTransport({ command: first, args: rest, env: process.env });
const client = new Client({ name: "node-client", version: "1.0.0" });
await client.connect(transport);
const tools = (await client.listTools()).tools.map((tool) => tool.name);
const check = await client.callTool({ name: "check", arguments: {} });
const advertiser = JSON.parse(check.content[0].text).advertisers[0].advertiser_id;
const result = await client.callTool({
  name: "execute",
  arguments: { entity: "campaigns", params: { advertiser_id: advertiser, page_size: 3 } },
});
const completed = await client.complete({
  ref: { type: "ref/resource", uri: "tiktok://schemas/{entity}" },
  argument: { name: "entity", value: "camp" },
});
// A call that is given up: the server is told, and goes on serving.
const giveUp = new AbortController();
const long = client.callTool(
  { name: "execute", arguments: { entity: "ads_reports_daily", params: { advertiser_id: advertiser, all: true } } },
  undefined,
  { signal: giveUp.signal },
);
giveUp.abort();
const abandoned = await long.then(() => false, () => true);
await client.ping();
await client.close();
console.log(JSON.stringify({ tools, structured: result.structuredContent, completed: completed.completion.values, abandoned }));
