import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'

/** What a Worker's upload would be. */
export interface Bundle {
  code: string
  /** The files that it is made of. */
  inputs: string[]
}

const wrangler = path.join(
  path.dirname(createRequire(import.meta.url).resolve('wrangler')),
  '../bin/wrangler.js',
)

/** Bundles a file for Workers, as `wrangler deploy --minify` does. */
export async function bundle(file: URL): Promise<Bundle> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'toolgraph-bundle-'))
  const metafile = path.join(folder, 'meta.json')
  const options = {
    name: 'bundle',
    'compatibility-date': '2026-10-01',
    outdir: folder,
    metafile,
  }
  try {
    await promisify(execFile)(
      process.execPath,
      [
        wrangler,
        'deploy',
        file.pathname,
        '--dry-run',
        '--minify',
        ...Object.entries(options).map(([name, value]) => `--${name}=${value}`),
      ],
      { cwd: folder, env: { ...process.env, WRANGLER_SEND_METRICS: 'false' } },
    )
    const { inputs } = JSON.parse(await readFile(metafile, 'utf8'))
    const output = path.join(folder, path.basename(file.pathname).replace(/\.ts$/, '.js'))
    return { code: await readFile(output, 'utf8'), inputs: Object.keys(inputs) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
