import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** Where each page's picture is put, to be looked at. */
const PICTURES = path.resolve(import.meta.dirname, '../../test-results/pictures')

/** Takes the page's picture; returns where it breaks WCAG 2.2 AA, and whether it is wider than its window. */
export async function lookAt(page: Page, name: string): Promise<string[]> {
  await page.waitForLoadState('load')
  await takePicture(page, name)
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  const excess = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  return [
    ...violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes[0]?.html.slice(0, 160)}`),
    ...(excess > 0 ? [`${name}: ${excess} px too wide`] : []),
  ]
}

/** Takes the picture of a page. */
export async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true })
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage: true })
}
