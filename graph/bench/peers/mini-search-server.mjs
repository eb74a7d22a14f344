// MiniSearch, with everything in memory: what a search costs that never asks a database.
import { createServer } from 'node:http'
import process from 'node:process'
import MiniSearch from 'minisearch'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 1 })
const { rows } =
  await pool.query(`SELECT s.id, s.name, s.title, s.description, s.version, s."baseUrl" AS url,
    s.tags, s.categories, s."healthState" AS health, array_to_string(s.tags || s.categories, ' ') AS kinds,
    s.translations->'ja'->>'title' AS "titleJa", s.translations->'ja'->>'description' AS "descriptionJa",
    (SELECT string_agg(t.name || ' ' || t.description, ' ') FROM graph."McpTool" t WHERE t."serverId" = s.id) AS tools
  FROM graph."McpServer" s WHERE s.visibility = 'public' AND s.status <> 'deleted'`)
await pool.end()

const segmenter = new Intl.Segmenter('ja', { granularity: 'word' })
const tokenize = (text) =>
  [...segmenter.segment(text)].flatMap(({ segment, isWordLike }) => (isWordLike ? segment : []))
const index = new MiniSearch({
  fields: ['name', 'title', 'titleJa', 'kinds', 'description', 'descriptionJa', 'tools'],
  storeFields: [
    'id',
    'name',
    'title',
    'description',
    'version',
    'url',
    'tags',
    'categories',
    'health',
  ],
  tokenize,
  searchOptions: {
    boost: { name: 4, title: 4, titleJa: 4, kinds: 2, tools: 0.5 },
    combineWith: 'AND',
  },
})
index.addAll(rows)

/** All words; else words like them. */
function search(text) {
  const exact = index.search(text)
  return exact.length > 0 ? exact : index.search(text, { fuzzy: 0.25, combineWith: 'OR' })
}

createServer((request, response) => {
  const text = new URL(request.url ?? '/', 'http://localhost').searchParams.get('q') ?? ''
  const found = search(text)
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ totalCount: found.length, servers: found.slice(0, 20) }))
}).listen(Number(process.env.PORT), '127.0.0.1', () => console.log('peer ready on its port'))
