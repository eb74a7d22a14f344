import process from 'node:process'
import { createDatabase } from '@toolgraph/database/node'
import { createLog, readEnvironment } from '@toolgraph/entry'
import { createAddressReader, runEntry, serveNode } from '@toolgraph/entry/node'
import { createSafeFetch } from '@toolgraph/safe-fetch'
import { createNodeFetch } from '@toolgraph/safe-fetch/node'
import { createAuthApp } from '../app.ts'
import { MAX_DOCUMENT_MS } from '../clients/client-document.ts'
import { MAX_LOGO_BYTES } from '../clients/client-logo.ts'
import { MAX_PROVIDER_BYTES, MAX_PROVIDER_MS } from '../federation/upstream.ts'
import { createHttpMailer } from '../mail/http-mailer.ts'
import type { Mailer } from '../mail/mailer.ts'
import { createSmtpMailer } from '../mail/smtp-mailer.ts'
import { toConfiguration } from './configuration.ts'
import { environment } from './environment.ts'
import { toMailSettings, type MailSettings } from './mail.ts'

const CLEANING_MS = 10 * 60 * 1000

runEntry(async () => {
  const values = readEnvironment(environment, process.env)
  const { TRUSTED_ORIGINS: trustedOrigins, CLIENT_ADDRESS_HEADER: addressHeader } = values
  const log = createLog('auth', values.TOOLGRAPH_MODE)
  const database = createDatabase(values.DATABASE_URL)
  const nodeFetch = createNodeFetch()
  // OpenAuth would take another storage from the environment, past everything that is checked here.
  delete process.env['OPENAUTH_STORAGE']

  const auth = createAuthApp({
    ...toConfiguration(values),
    issuer: values.ISSUER_URL,
    database,
    graphUrl: values.GRAPH_URL,
    fetch,
    safeFetch: createSafeFetch({
      trustedOrigins,
      fetch: nodeFetch,
      maxBytes: MAX_LOGO_BYTES,
      timeoutMs: MAX_DOCUMENT_MS,
    }),
    providerFetch: createSafeFetch({
      trustedOrigins,
      fetch: nodeFetch,
      maxBytes: MAX_PROVIDER_BYTES,
      timeoutMs: MAX_PROVIDER_MS,
    }),
    trustedOrigins,
    mailer: openMailer(toMailSettings(values)),
    log,
    clientAddress: createAddressReader(addressHeader),
  })
  await auth.prepare()

  const cleaning = setInterval(() => {
    auth
      .removeExpired()
      .catch((error: unknown) => log.error('Cannot remove what has expired', { error }))
  }, CLEANING_MS)
  cleaning.unref()

  await serveNode({
    name: 'auth',
    host: values.HOST,
    port: values.AUTH_PORT,
    log,
    fetch: auth.app.fetch,
    onStop: async () => {
      clearInterval(cleaning)
      await database.$disconnect()
    },
  })
})

function openMailer(settings: MailSettings): Mailer | 'outbox' {
  if (settings === 'outbox') return settings
  return settings.by === 'smtp'
    ? createSmtpMailer(settings)
    : createHttpMailer({ ...settings, fetch })
}
