import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

const CANDIDATES = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]

/** How long a page may take with anything on a busy machine. */
const PATIENCE_MS = 120_000

/** Opens the machine's Chromium, without a window. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = CANDIDATES.find((file) => file !== undefined && existsSync(file))
  if (!executablePath)
    throw new Error('Cannot open a browser: install Chromium or set CHROMIUM_PATH to one')
  const browser = await chromium.launch({
    timeout: PATIENCE_MS,
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  browser.on('context', (context) => context.setDefaultTimeout(PATIENCE_MS))
  return browser
}
