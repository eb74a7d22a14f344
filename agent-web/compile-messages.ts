import { readFile } from 'node:fs/promises'
import { compile, paraglideVitePlugin } from '@inlang/paraglide-js'
import type { PluginOption } from 'vite'

import { paraglide } from './paraglide.config.ts'

const ROOM = new URL('./', import.meta.url)

/** The messages as a part of the build; the build stops where one did not come through. */
export function messages(): PluginOption {
  return [
    paraglideVitePlugin({ ...paraglide, strategy: [...paraglide.strategy] }),
    {
      name: 'toolgraph:messages',
      buildStart: { order: 'post', sequential: true, handler: assertMessagesCompiled },
    },
  ]
}

/**
 * Throws unless each key of each locale was compiled. Without this, a message plugin that does not
 * load leaves every message `undefined` and no error (opral/paraglide-js#676).
 */
async function assertMessagesCompiled(): Promise<void> {
  const index = await readFile(new URL('src/lib/paraglide/messages/_index.js', ROOM), 'utf8')
  const missing = (await listKeys()).filter((key) => !index.includes(`'./${key}.js'`))
  if (missing.length === 0) return

  throw new Error(`Cannot compile the messages: ${missing.length} missing, "${missing[0]}" first`)
}

async function listKeys(): Promise<string[]> {
  const files = ['messages/en.json', 'messages/ja.json'].map((path) => new URL(path, ROOM))
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  const keys = texts.flatMap((text) => Object.keys(JSON.parse(text)))
  return [...new Set(keys)].filter((key) => key !== '$schema')
}

// Run as a script (`npm run messages`): compiles before the types are checked.
if (import.meta.main) {
  process.chdir(import.meta.dirname)
  await compile({ ...paraglide, strategy: [...paraglide.strategy] })
  await assertMessagesCompiled()
}
