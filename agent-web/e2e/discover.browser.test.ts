import { openBrowser } from '@toolgraph/testing/browser'
import { startToolgraph, type RunningToolgraph } from '@toolgraph/testing/processes'
import pg from 'pg'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lookAt } from './look-at.ts'

const WORDS = {
  en: {
    prefix: '',
    corrected: 'Showing results for “github” instead of “githb”.',
    filtered: 'Nothing matches “github” with these filters',
    verified: 'Verified',
    deprecated: 'Deprecated',
    advice: 'The publisher advises against using this server',
    said: 'The publisher says: Use the other one.',
    seen: 'What we saw: HTTP 503 ECONNRESET',
    uptime: 'Worked for 75% of the time that we know of, last 30 days',
    outage: 'Not responding',
    length: '3 hr',
    change: 'Breaks earlier calls',
  },
  ja: {
    prefix: '/ja',
    corrected: '「githb」の代わりに「github」の検索結果を表示しています。',
    filtered: '「github」に一致するものは、この条件にはありません',
    verified: '確認済み',
    deprecated: '非推奨',
    advice: '公開者は、このサーバーの利用をすすめていません',
    said: '公開者より: Use the other one.',
    seen: '確認した内容: HTTP 503 ECONNRESET',
    uptime: '稼働率 75%（過去30日間のうち、確認できた時間）',
    outage: '応答なし',
    length: '3 時間',
    change: '以前の呼び出しは使えません',
  },
} as const

const NAME = 'io.github.github/github-mcp-server'

let toolgraph: RunningToolgraph
let browser: Browser

beforeAll(async () => {
  toolgraph = await startToolgraph({ registry: 'catalog', replicas: { booking: 0 } })
  await giveHistory(toolgraph.ownerUrl)
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await toolgraph?.stop()
})

describe.each([
  ['en', 'light', 1280],
  ['ja', 'dark', 390],
] as const)('who discovers servers, in %s (%s, %i px wide)', (locale, colorScheme, width) => {
  const words = WORDS[locale]

  it('reads what was searched for, and what is known of a server', async () => {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } })
    const page = await context.newPage()
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    const go = (address: string) =>
      page.goto(`${toolgraph.urls['agent-web']}${words.prefix}${address}`)

    await go('/?q=githb')
    await page.getByText(words.corrected).waitFor()
    const card = page.locator('article', { hasText: NAME })
    await card.getByText(words.verified).waitFor({ state: 'attached' })
    await card.getByText(words.deprecated).waitFor()
    faults.push(...(await lookAt(page, `${locale}-${width}-corrected`)))

    await go('/?q=github&auth=oauth')
    await page.getByRole('heading', { name: words.filtered }).waitFor()

    await go(`/servers/${NAME}`)
    await expectFacts(page, words)
    faults.push(...(await lookAt(page, `${locale}-${width}-known`)))
    expect(faults).toEqual([])
    await context.close()
  })
})

async function expectFacts(page: Page, words: (typeof WORDS)['en' | 'ja']): Promise<void> {
  const { verified, deprecated, advice, said, uptime, outage, length, change } = words
  for (const fact of [verified, deprecated, advice, said, uptime, outage, change])
    await page.getByText(fact).first().waitFor()
  await page.getByText(length).waitFor()
  const seen = page.getByText(words.seen.split(':')[0] ?? '').first()
  expect((await seen.innerText()).replaceAll(/\s+/g, ' ').trim()).toBe(words.seen)
}

/** What probes, its publisher and a proof would have left. */
async function giveHistory(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  const server = `(SELECT id FROM graph."McpServer" WHERE name = '${NAME}')`
  const evidence = `'{"httpStatus": 503, "cause": "ECONNRESET"}'`
  await client.query(`
    UPDATE graph."McpServer" SET "isVerified" = true, status = 'deprecated', "healthState" = 'down',
      "healthCheckedAt" = now(), "healthEvidence" = ${evidence} WHERE id = ${server};
    UPDATE graph."McpServerVersion" SET status = 'deprecated', "statusMessage" = 'Use the other one.'
      WHERE "serverId" = ${server};
    INSERT INTO graph."Incident" (id, "serverId", state, "openedAt", "closedAt") VALUES
      (gen_random_uuid(), ${server}, 'down', now() - interval '9 hours', now() - interval '6 hours');
    INSERT INTO graph."HealthDay" ("serverId", day, open, gated, "gatedBroken", "wrongTransport", "notMcp", down,
      unknown, "upSeconds", "knownSeconds") VALUES
      (${server}, current_date - 3, 3, 0, 0, 0, 0, 1, 0, 64800, 86400);
    INSERT INTO graph."ToolChange" (id, "serverId", "toolName", kind, severity, "detectedAt") VALUES
      (gen_random_uuid(), ${server}, 'create_issue', 'changed', 'breaking', now());`)
  await client.end()
}
