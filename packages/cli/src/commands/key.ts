import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Command, Option } from 'commander'
import { CliError } from '../lib/cli-error.ts'
import { reporting, type Report } from '../lib/report.ts'
import type { World } from '../lib/world.ts'
import { createKey, toRecord, type KeyAlgorithm } from '../proofs/key-pair.ts'

interface Options {
  out?: string
  algorithm: KeyAlgorithm
}

/** `toolgraph key <domain>`: makes the key that proves a domain, and says where it is published. */
export function keyCommand(world: World): Command {
  return new Command('key')
    .description('make the key that proves a domain, and say what to publish')
    .argument('<domain>', 'the domain whose names you want to publish under')
    .option('--out <file>', 'the file of the private key (default: <domain>.key.pem)')
    .addOption(
      new Option('--algorithm <name>', 'how it signs')
        .choices(['ed25519', 'ecdsap384'])
        .default('ed25519'),
    )
    .action(reporting(world, (domain: string, options: Options) => makeKey(domain, options, world)))
}

async function makeKey(
  given: string,
  { out, algorithm }: Options,
  { cwd }: World,
): Promise<Report> {
  const domain = given.toLowerCase()
  if (!/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*$/.test(domain))
    throw new CliError(
      'ERR_BAD_ADDRESS',
      `Cannot make a key for "${given}": it is not a domain like "example.com"`,
    )
  const file = path.resolve(cwd, out ?? `${domain}.key.pem`)
  if (existsSync(file))
    throw new CliError(
      'ERR_KEY_STANDS',
      `Cannot write the key to "${file}": there is a file already, and a key that is lost cannot be made again; name another with --out`,
    )
  const privateKey = createKey(algorithm)
  writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), {
    mode: 0o600,
    flag: 'wx',
  })
  const record = toRecord(privateKey)
  const namespace = domain.split('.').toReversed().join('.')
  const address = `https://${domain}/.well-known/mcp-registry-auth`
  return {
    data: { domain, namespace, file, record, address },
    text: [
      `Wrote the private key to ${file}: keep it secret`,
      '',
      `For ${namespace}/* and all below it, add this TXT record to ${domain}:`,
      '',
      `  ${record}`,
      '',
      `For ${namespace}/* alone, serve the same text at ${address}`,
      '',
      `Then run: toolgraph prove dns --domain ${domain} --private-key ${path.relative(cwd, file) || file}`,
    ].join('\n'),
  }
}
