import { openBrowser } from '@toolgraph/testing/browser'
import { startToolgraph, type RunningToolgraph } from '@toolgraph/testing/processes'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest'
import { lookAt, takePicture } from './look-at.ts'

/** What a person reads and presses, in each language. */
const WORDS = {
  en: {
    prefix: '',
    wish: 'book a meeting room',
    search: 'Search',
    connect: 'Connect',
    goOn: /^Continue to/,
    demo: /^Continue as Aiko/,
    allow: /^Allow/,
    known: 'Known to Toolgraph',
    linked: /is connected$/,
    tool: 'Book a room',
    labels: ['Room', 'Starts at', 'Minutes', 'Title'],
    room: 'fuji',
    run: 'Run',
    done: 'Done',
    structured: 'Structured',
    inHistory: 'Show in history',
    sync: 'Sync now',
    synced: /tools have not changed/,
    disconnect: 'Disconnect',
    removeAccess: /^Remove access: Toolgraph, /,
    accessRemoved: 'Access removed.',
  },
  ja: {
    prefix: '/ja',
    wish: '会議室を予約する',
    search: '検索',
    connect: '接続する',
    goOn: /へ進む$/,
    demo: /Ben/,
    allow: /^許可する$/,
    known: 'Toolgraphに登録済み',
    linked: /に接続しました$/,
    tool: '部屋を予約する',
    labels: ['部屋', '開始日時', '利用時間（分）', '用件'],
    room: '富士ホール',
    run: '実行',
    done: '完了',
    structured: '構造化データ',
    inHistory: '履歴で見る',
    sync: '今すぐ同期',
    synced: /変わっていません|変更はありません|変わりません/,
    disconnect: '接続を解除',
    removeAccess: /^アクセス権を取り消す: Toolgraph/,
    accessRemoved: 'アクセス権を取り消しました',
  },
} as const

let toolgraph: RunningToolgraph
let browser: Browser

beforeAll(async () => {
  toolgraph = await startToolgraph({ registry: 'corpus' })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await toolgraph?.stop()
})

describe.each(['en', 'ja'] as const)('the main job, in %s', (locale) => {
  const words = WORDS[locale]

  it.each([
    ['light', 1280],
    ['dark', 390],
  ] as const)(
    'search, link with consent, book through a form, read the result (%s, %i px wide)',
    async (colorScheme, width) => {
      const context = await browser.newContext({
        colorScheme,
        locale: locale === 'ja' ? 'ja-JP' : 'en-GB',
        viewport: { width, height: 900 },
      })
      const page = await context.newPage()
      onTestFailed(async () => {
        await takePicture(page, `${locale}-${colorScheme}-failed`)
      })
      const faults: string[] = []
      page.on('pageerror', (error) => faults.push(error.message))
      const look = async (name: string) => {
        const picture = `${locale}-${colorScheme}-${name}`
        faults.push(...(await lookAt(page, picture)))
      }

      await page.goto(`${toolgraph.urls['agent-web']}${words.prefix}/`)
      await look('01-discover')
      await page.getByRole('searchbox').first().fill(words.wish)
      await page.getByRole('button', { name: words.search, exact: true }).first().click()
      await page.waitForURL(/[?&]q=/)
      const hit = page.locator(`a[href$="/servers/dev.toolgraph/booking"]`).first()
      await hit.waitFor()
      await look('02-results')

      await hit.click()
      await page.waitForURL(/\/servers\/dev\.toolgraph\/booking$/)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await look('03-server')
      await page.getByRole('link', { name: words.connect, exact: true }).click()

      // The issuer asks who it is; the person is not signed in yet.
      await page.getByRole('button', { name: words.demo }).waitFor()
      await look('04-sign-in')
      await page.getByRole('button', { name: words.demo }).click()

      await page.getByRole('button', { name: words.goOn }).waitFor()
      await look('05-link')
      const write = page.locator('input[name="scope"][value="booking:write"]')
      if (!(await write.isChecked())) await write.check()
      await page.getByRole('button', { name: words.goOn }).click()

      await page.getByRole('button', { name: words.allow }).waitFor()
      expect(page.url()).toContain(toolgraph.urls.auth)
      await look('06-consent')
      await page.getByText(words.known).waitFor()
      await page.getByRole('button', { name: words.allow }).click()

      await page.getByText(words.linked).first().waitFor()
      expect(page.url()).toContain('/connections/')
      await look('07-linked')
      await page.getByRole('navigation').getByRole('link', { name: words.tool }).click()
      // Whoever chose a tool goes on at it, wherever it stands on the page.
      await page.locator('h1:focus', { hasText: words.tool }).waitFor()

      await fillBooking(page, { locale, colorScheme })
      await look('08-form')
      await page.getByRole('button', { name: words.run, exact: true }).click()
      await page.getByText(words.done, { exact: true }).first().waitFor()
      await page.getByText('Design review').first().waitFor()
      await look('09-result')
      await page.getByRole('tab', { name: words.structured }).click()
      await page.getByText('"roomId"').first().waitFor()
      await look('10-structured')

      await page.getByRole('link', { name: words.inHistory }).click()
      await page.getByText('Design review').first().waitFor()
      await look('11-run')
      await page.goto(`${toolgraph.urls['agent-web']}${words.prefix}/history`)
      await page.getByRole('link', { name: words.tool }).first().waitFor()
      await look('12-history')

      await page.goto(`${toolgraph.urls['agent-web']}${words.prefix}/connections`)
      await page.getByRole('button', { name: words.sync }).click()
      await page.getByText(words.synced).first().waitFor()
      await page.locator('article.card img.loaded').waitFor()
      await look('13-connections')
      await page.goto(`${toolgraph.urls['agent-web']}${words.prefix}/settings`)
      await look('14-settings')

      await page.goto(`${toolgraph.urls['agent-web']}${words.prefix}/connections`)
      await page.getByRole('button', { name: words.disconnect }).first().click()
      await page.getByRole('dialog').waitFor()
      await look('15-disconnect')
      await page.getByRole('dialog').getByRole('button', { name: words.disconnect }).click()
      await page.locator('article.card').waitFor({ state: 'detached' })
      await look('16-disconnected')

      // What was allowed is remembered at the issuer, until it is taken back there: the next walk is asked again.
      await page.goto(`${toolgraph.urls.auth}/account?lang=${locale}`)
      await look('18-account')
      await page.getByRole('button', { name: words.removeAccess }).click()
      await page.getByText(words.accessRemoved).waitFor()
      await look('19-access-removed')

      await page.goto(`${toolgraph.urls['agent-web']}${words.prefix}/nothing-here`)
      await look('17-not-found')
      expect(faults).toEqual([])
      await context.close()
    },
  )
})

/** Each walk books a day of its own, so that none takes another's room. */
async function fillBooking(
  page: Page,
  { locale, colorScheme }: { locale: 'en' | 'ja'; colorScheme: 'light' | 'dark' },
): Promise<void> {
  const days = { en: { light: 21, dark: 22 }, ja: { light: 23, dark: 24 } }[locale][colorScheme]
  const day = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const { labels, room } = WORDS[locale]
  const [roomLabel, startLabel, , titleLabel] = labels
  const field = (label: string) => form.getByLabel(new RegExp(`^${label}`)).first()
  const form = page.locator('form').filter({ has: page.getByLabel(titleLabel) })
  // The fields stand in the order in which the tool's schema names them, in the person's language.
  const shown = await form.locator('label').allTextContents()
  expect(shown.map((label) => label.replace(/[*\s]+$/, '').trim())).toEqual(labels)
  await field(roomLabel).selectOption({ label: room })
  await field(startLabel).fill(`${day}T09:00`)
  await field(titleLabel).fill('Design review')
}
