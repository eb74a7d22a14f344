import { BROWSER_MAP, OS_MAP, parse } from 'bowser'

/** What a browser is called; a part is absent where it is not known for certain. */
export interface BrowserName {
  browser?: string
  system?: string
}

const BROWSERS = new Set(Object.values(BROWSER_MAP))
const SYSTEMS = new Set(Object.values(OS_MAP))

/**
 * Names the browser and the system behind a user agent. Only names that stand in the list are told: a
 * stranger's own text never reads as one.
 *
 * Pure.
 */
export function nameBrowser(userAgent: string | undefined): BrowserName {
  if (!userAgent) return {}
  const { browser, os } = parse(userAgent)
  return {
    ...(browser.name && BROWSERS.has(browser.name) && { browser: browser.name }),
    ...(os.name && SYSTEMS.has(os.name) && { system: os.name }),
  }
}
