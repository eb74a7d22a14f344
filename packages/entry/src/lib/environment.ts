import * as z from 'zod'

/** Where a service runs: on a developer's machine, with defaults that work, or for real. */
export type Mode = 'development' | 'production'

/** One environment variable: what it is for, its development default, and how its text is read. */
export interface Variable<value> {
  readonly description: string
  /** The text used when the variable is not set; `undefined`: it must be set. */
  readonly default: string | undefined
  /** A secret may not be left at its default in production. */
  readonly isSecret: boolean
  readonly schema: z.ZodType<value, string>
}

/** The variables of one service, by name. */
export type EnvironmentDefinition = Readonly<Record<string, Variable<unknown>>>

/** What `readEnvironment` returns for a definition. */
export type Values<definition extends EnvironmentDefinition> = {
  readonly [name in keyof definition]: definition[name] extends Variable<infer value>
    ? value
    : never
}

/** Declares the variables of a service; the README's table is checked against it. */
export function defineEnvironment<definition extends EnvironmentDefinition>(
  definition: definition,
): definition {
  return definition
}

/**
 * Reads a service's variables.
 *
 * @param source The environment: `process.env` on Node, the bindings of a Worker
 * @throws Naming every variable that is missing, wrong, or (in production) a secret left at its default
 */
export function readEnvironment<definition extends EnvironmentDefinition>(
  definition: definition,
  source: Readonly<Record<string, unknown>>,
): Values<definition> {
  const isProduction = source['TOOLGRAPH_MODE'] === 'production'
  const problems: string[] = []
  const values = Object.entries(definition).map(([name, variable]) => {
    const given = source[name]
    const text = typeof given === 'string' && given !== '' ? given : variable.default
    if (variable.isSecret && isProduction && (text === variable.default || text === undefined))
      problems.push(`${name} must be set to a secret of your own in production`)
    if (text === undefined) {
      if (!variable.isSecret) problems.push(`${name} must be set: ${variable.description}`)
      return [name, undefined]
    }
    const parsed = variable.schema.safeParse(text)
    if (!parsed.success) problems.push(`${name} ${parsed.error.issues[0]?.message ?? 'is wrong'}`)
    return [name, parsed.data]
  })
  if (problems.length) throw new Error(`Cannot start: ${[...new Set(problems)].join('; ')}`)
  // Each value came out of the schema that its own definition names.
  return Object.fromEntries(values) as Values<definition>
}

/** `development` or `production`, from `TOOLGRAPH_MODE`. */
export function mode(): Variable<Mode> {
  return {
    description:
      'development, with defaults that work, or production, which refuses default secrets',
    default: 'development',
    isSecret: false,
    schema: z.enum(['development', 'production'], 'must be "development" or "production"'),
  }
}

/** A TCP port; 0 takes any that is free. */
export function port(fallback: number, description: string): Variable<number> {
  return {
    description,
    default: String(fallback),
    isSecret: false,
    schema: z
      .string()
      .regex(/^\d{1,5}$/, 'must be a port number, 0 to 65535')
      .transform(Number)
      .refine((value) => value <= 65_535, 'must be a port number, 0 to 65535'),
  }
}

/** A whole number, at least 1. */
export function wholeNumber(fallback: number, description: string): Variable<number> {
  return {
    description,
    default: String(fallback),
    isSecret: false,
    schema: z
      .string()
      .regex(/^[1-9]\d{0,5}$/, 'must be a whole number, 1 to 999999')
      .transform(Number),
  }
}

/** An http or https address; without a trailing slash. */
export function url(fallback: string | undefined, description: string): Variable<string> {
  return {
    description,
    default: fallback,
    isSecret: false,
    schema: z
      .string()
      .refine(
        (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
        'must be an http or https address',
      )
      .transform((value) => value.replace(/\/$/, '')),
  }
}

/** Free text. */
export function text(fallback: string | undefined, description: string): Variable<string> {
  return { description, default: fallback, isSecret: false, schema: z.string() }
}

/** A comma-separated list. */
export function list(fallback: string, description: string): Variable<readonly string[]> {
  return {
    description,
    default: fallback,
    isSecret: false,
    schema: z.string().transform((value) =>
      value
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean),
    ),
  }
}

/** `true` or `false`. */
export function flag(fallback: boolean, description: string): Variable<boolean> {
  return {
    description,
    default: String(fallback),
    isSecret: false,
    schema: z
      .enum(['true', 'false'], 'must be "true" or "false"')
      .transform((value) => value === 'true'),
  }
}

/** A secret: its development default works on a laptop and stops the start in production. */
export function secret(developmentDefault: string, description: string): Variable<string> {
  return {
    description,
    default: developmentDefault,
    isSecret: true,
    schema: z.string().min(16, 'must have at least 16 characters'),
  }
}
