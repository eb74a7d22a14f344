import { isJSONRPCRequest, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'

/** Our own error code for "the stream ended before the response"; never sent to a server. */
export const STREAM_LOST = -32_098

type Send = StreamableHTTPClientTransport['send']

/**
 * The SDK's transport, which answers a request itself when its stream ends without a response: the SDK
 * would wait for the timeout.
 */
export class LossReportingTransport extends StreamableHTTPClientTransport {
  override send(message: Parameters<Send>[0], options?: Parameters<Send>[1]): Promise<void> {
    if (Array.isArray(message) || !isJSONRPCRequest(message)) return super.send(message, options)

    const { id } = message
    const error = { code: STREAM_LOST, message: 'The stream ended before the response' }
    // A response that did come was delivered before: the client ignores a second one.
    const onRequestStreamEnd = () => this.onmessage?.({ jsonrpc: '2.0', id, error })
    return super.send(message, { ...options, onRequestStreamEnd })
  }
}
