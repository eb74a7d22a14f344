import type {
  Context,
  ContextManager,
  MeterProvider,
  TextMapPropagator,
  TracerProvider,
} from '@opentelemetry/api'

/** What an application has registered with `@opentelemetry/api`; each part may be missing. */
export interface OpenTelemetry {
  readonly trace?: TracerProvider
  readonly metrics?: MeterProvider
  readonly context?: ContextManager
  readonly propagation?: TextMapPropagator<unknown>
}

// Version 1 of the API keeps here what was registered, so that all its copies share it.
const API = Symbol.for('opentelemetry.js.api.1')

/**
 * Finds what the application has registered, without a copy of the API of our own: where there is
 * none, a bundle stays as small and a call as fast as they were.
 */
export function findOpenTelemetry(): OpenTelemetry | undefined {
  return Reflect.get(globalThis, API)
}

/** A context that says nothing, for an application without a context manager. */
export const rootContext: Context = createContext(new Map())

function createContext(values: ReadonlyMap<symbol, unknown>): Context {
  return {
    getValue: (key) => values.get(key),
    setValue: (key, value) => createContext(new Map(values).set(key, value)),
    deleteValue: (key) => createContext(new Map([...values].filter(([each]) => each !== key))),
  }
}
