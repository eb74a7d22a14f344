import { CodedError } from '@toolgraph/errors'

/** Everything that a command refuses; the sentence beside it says what, where and the way out. */
export type CliErrorCode =
  | 'ERR_NO_PACKAGE'
  | 'ERR_NO_WORKER'
  | 'ERR_WORKER_BROKEN'
  | 'ERR_NODE_TOO_OLD'
  | 'ERR_BAD_NAME'
  | 'ERR_FOLDER_NOT_EMPTY'
  | 'ERR_NO_TARBALL'
  | 'ERR_INSTALL_FAILED'
  | 'ERR_PORT_TAKEN'
  | 'ERR_NO_WRANGLER'
  | 'ERR_WORKER_ENDED'
  | 'ERR_BAD_ADDRESS'
  | 'ERR_CREDENTIALS_UNREADABLE'
  | 'ERR_CREDENTIALS_UNWRITABLE'
  | 'ERR_ISSUER_OTHER'
  | 'ERR_SIGN_IN_UNANSWERED'
  | 'ERR_GRAPH_UNREACHABLE'
  | 'ERR_GRAPH_FAILED'
  | 'ERR_SERVER_JSON_BROKEN'
  | 'ERR_VERSION_STANDS'
  | 'ERR_ENVIRONMENT_INVALID'
  | 'ERR_BAD_ARGUMENTS'
  | 'ERR_NO_SUCH_TOOL'
  | 'ERR_NO_SUCH_PERSON'
  | 'ERR_TOOL_REFUSED'
  | 'ERR_NOBODY_TO_ASK'
  | 'ERR_QUESTION_UNKNOWN'
  | 'ERR_STOPPED'
  | 'ERR_REGISTRY_UNREACHABLE'
  | 'ERR_REGISTRY_FAILED'

/** A refusal of the command: printed as its sentence, exit code 1. */
export class CliError extends CodedError<CliErrorCode> {
  override readonly name = 'CliError'
}
