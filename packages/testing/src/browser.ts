import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

const CANDIDATES = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]

/** Opens the machine's Chromium, without a window. */
export function openBrowser(): Promise<Browser> {
  const executablePath = CANDIDATES.find((file) => file !== undefined && existsSync(file))
  if (!executablePath)
    throw new Error('Cannot open a browser: install Chromium or set CHROMIUM_PATH to one')
  return chromium.launch({
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
}
