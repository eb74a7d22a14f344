import type { Parameters } from '../authorization/parameters.ts'
import type { Session } from '../people/session.ts'
import type { Services } from '../services.ts'
import { findSession } from './find-session.ts'
import { formRefused, readForm } from './step-routes.ts'

/** A form of the signed-in person's own. */
export interface SessionForm {
  session: Session
  fields: Parameters
}

/** The token that the forms of a signed-in person carry: good in every tab, until they sign out. */
export function sessionCsrf({ sign }: Services, session: Session): Promise<string> {
  return sign(csrfText(session))
}

/**
 * Reads a form of the signed-in person; `undefined` where nobody is signed in any more.
 *
 * @throws {LocalError} `ERR_FORM_REFUSED` for a form that is not of this session
 */
export async function readSessionForm(
  services: Services,
  request: Request,
): Promise<SessionForm | undefined> {
  const fields = await readForm(services, request)
  const session = await findSession(services, request)
  if (!session) return undefined
  const isOurs = await services.isSigned(csrfText(session), fields['csrf'] ?? '')
  if (!isOurs) throw formRefused()
  return { session, fields }
}

function csrfText({ id }: Session): string {
  return `session.${id}`
}
