import type { DocumentNode, ExecutionArgs } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { GraphContext } from '../../context.ts'
import type { Prepare, PreparedDocument } from './prepare-operation.ts'
import { costExtension, openSubscription, runOperation, type Operation } from './run-operation.ts'

/** Lets Yoga read, check and run operations as the short way does. */
export function usePreparedOperations(prepare: Prepare): Plugin {
  const preparations = new WeakMap<DocumentNode, PreparedDocument>()
  const toOperation = ({
    document,
    operationName,
    variableValues,
    contextValue,
  }: ExecutionArgs): Operation => {
    const prepared = preparations.get(document)
    if (!prepared) throw new TypeError('Only a prepared document can be run')
    // The context of this face is a request's own, with what Yoga adds to it.
    const context = contextValue as GraphContext
    return { prepared, document, operationName, variables: variableValues, context }
  }

  return {
    onParse({ params, setParsedDocument }) {
      const prepared = prepare(String(params.source))
      const { document, errors } = prepared
      if (!document) throw errors[0]
      preparations.set(document, prepared)
      setParsedDocument(document)
    },
    onValidate({ params, setResult }) {
      setResult([...(preparations.get(params.documentAST)?.errors ?? [])])
    },
    onExecute({ setExecuteFn }) {
      setExecuteFn((args) => runOperation(args.schema, toOperation(args)))
    },
    onSubscribe({ setSubscribeFn }) {
      setSubscribeFn((args) => openSubscription(args.schema, toOperation(args)))
    },
    onExecutionResult({ result, setResult }) {
      if (result && 'errors' in result && !result.extensions)
        setResult({ ...result, ...costExtension() })
    },
  }
}
