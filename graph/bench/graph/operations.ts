import type { HttpClient, Question } from './http-client.ts'
import { LISTED, WHOLE } from './raw-answers.ts'

/** The faces that are measured. */
export type Face = 'GraphQL' | 'REST' | 'registry API'

/** What is measured: questions of one kind. */
export interface Operation {
  face: Face
  name: string
  /** At most so many times what the bare driver and Hono take. */
  aim: number
  /** The questions that are asked in turn; cursors are each server's own. */
  prepare(client: HttpClient): Promise<Question[]>
}

const AIMS: Readonly<Record<Face, number>> = { GraphQL: 2, REST: 1.5, 'registry API': 1.5 }

/** What is searched for, by kind. */
export const WISHES = {
  broad: 'data,api,search,code,ai agent,file,integration,model,tools,automation',
  narrow:
    'convert pdf to markdown,kubernetes pod logs,meeting room,stripe refund,weather forecast,postgres schema,screenshot of a page,jira ticket,youtube transcript,sql injection',
  typo: 'githbu,postgers,kubernets,wether forecast,screnshot,markdwon,calender event,trnaslate,youtub,databse',
  Japanese:
    '会議室を予約,天気予報,翻訳,データベース,メールを送る,画像を生成,カレンダー,ファイル検索,議事録,地図',
}

const SEARCH = `query Search($query: String!) {
  search(query: $query, first: 20) {
    totalCount
    facets { categories { value count } health { value count } auth { value count } }
    edges { cursor matchedTools node { ${LISTED} } }
    pageInfo { hasNextPage endCursor }
  }
}`
const SERVER = `query Server($name: String!) { server(name: $name) { ${WHOLE} } }`
const LIST = `query List($first: Int!, $after: String) {
  servers(first: $first, after: $after) {
    edges { cursor node { ${LISTED} } }
    pageInfo { hasNextPage endCursor }
  }
}`

/** How many servers a page holds, and how many one that is only walked past. */
const PAGE = 20
const STRIDE = 60

/**
 * All that is measured.
 *
 * @param names Names of servers that have tools
 * @param deepPage The page that is far down: 1,000, or the last one where there are fewer
 */
export function defineOperations(names: readonly string[], deepPage: number): Operation[] {
  const kinds = Object.entries(WISHES)
  const at = (page: number) => `list, page ${page.toLocaleString('en')}`
  return [
    ...kinds.map(([kind, wishes]) =>
      operation('GraphQL', `search, ${kind}`, async () =>
        wishes.split(',').map((query) => toQuestion('Search', SEARCH, { query })),
      ),
    ),
    operation('GraphQL', 'server by name', async () =>
      names.map((name) => toQuestion('Server', SERVER, { name })),
    ),
    operation('GraphQL', at(1), async () => [toQuestion('List', LIST, { first: PAGE })]),
    operation('GraphQL', at(deepPage), async (client) => {
      const after = await walk(deepPage, async (cursor) => {
        const question = toQuestion('List', LIST, { first: STRIDE, after: cursor })
        return JSON.parse(await client.ask(question)).data.servers.pageInfo.endCursor
      })
      return [toQuestion('List', LIST, { first: PAGE, after })]
    }),
    ...kinds.map(([kind, wishes]) =>
      operation('REST', `search, ${kind}`, async () =>
        wishes.split(',').map((wish) => ({ path: `/search?q=${encodeURIComponent(wish)}` })),
      ),
    ),
    operation('REST', 'server by name', async () =>
      names.map((name) => ({ path: `/registry/servers/${encodeURIComponent(name)}` })),
    ),
    ...pages('REST', '/search', deepPage, (answer) => answer.nextCursor),
    operation('registry API', 'server by name', async () =>
      names.map((name) => ({ path: `/v0.1/servers/${encodeURIComponent(name)}/versions/latest` })),
    ),
    ...pages('registry API', '/v0.1/servers', deepPage, (answer) => answer.metadata.nextCursor),
  ]
}

function operation(face: Face, name: string, prepare: Operation['prepare']): Operation {
  return { face, name, aim: AIMS[face], prepare }
}

function pages(
  face: Face,
  path: string,
  deepPage: number,
  // oxlint-disable-next-line no-explicit-any -- each face has its own form, which the bench knows
  cursorOf: (answer: any) => string,
): Operation[] {
  const address = (limit: number, cursor: string | undefined) => ({
    path: `${path}?limit=${limit}${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
  })
  return [
    operation(face, 'list, page 1', async () => [address(PAGE, undefined)]),
    operation(face, `list, page ${deepPage.toLocaleString('en')}`, async (client) => {
      const cursor = await walk(deepPage, async (before) =>
        cursorOf(JSON.parse(await client.ask(address(STRIDE, before)))),
      )
      return [address(PAGE, cursor)]
    }),
  ]
}

/** Goes to where a page begins, in larger steps. */
async function walk(
  page: number,
  step: (cursor: string | undefined) => Promise<string>,
): Promise<string | undefined> {
  let cursor: string | undefined
  for (let passed = 0; passed < (page - 1) * PAGE; passed += STRIDE) cursor = await step(cursor)
  return cursor
}

function toQuestion(operationName: string, query: string, variables: object): Question {
  return { path: '/graphql', body: { operationName, query, variables } }
}
