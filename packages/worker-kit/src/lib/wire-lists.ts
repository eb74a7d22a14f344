import { toWireIcon } from './icon.ts'
import type { RegisteredPrompt } from './registered-prompt.ts'
import type { RegisteredResource } from './registered-resource.ts'
import type { RegisteredTool } from './registered-tool.ts'
import type { TextField } from './text-fields.ts'

/** A tool, as `tools/list` shows it. */
export function toWireTool<env>(tool: RegisteredTool<env>): object {
  const { inputSchema, outputSchema, annotations, scopes, translations } = tool
  return {
    ...describe(tool),
    inputSchema,
    ...(outputSchema === undefined ? {} : { outputSchema }),
    ...(annotations === undefined ? {} : { annotations }),
    _meta: {
      'dev.toolgraph/scopes': scopes,
      'dev.toolgraph/translations': withoutFields(translations),
    },
  }
}

/** A list holds what names a tool. The texts of its fields are for forms, which have the manifest. */
function withoutFields(translations: RegisteredTool<unknown>['translations']): object {
  const texts = Object.entries(translations).map(([tag, { title, description }]) => [
    tag,
    {
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
    },
  ])
  return Object.fromEntries(texts)
}

/** A resource, as `resources/list` shows it. */
export function toWireResource<env>(resource: RegisteredResource<env>): object {
  return { uri: resource.uri, ...describeResource(resource) }
}

/** A template, as `resources/templates/list` shows it. */
export function toWireTemplate<env>(resource: RegisteredResource<env>): object {
  return { uriTemplate: resource.uri, ...describeResource(resource) }
}

function describeResource<env>(resource: RegisteredResource<env>): object {
  const { mimeType, scopes, translations } = resource
  return {
    ...describe(resource),
    ...(mimeType === undefined ? {} : { mimeType }),
    _meta: {
      'dev.toolgraph/scopes': scopes,
      'dev.toolgraph/translations': translations,
    },
  }
}

/** A prompt, as `prompts/list` shows it. */
export function toWirePrompt<env>(prompt: RegisteredPrompt<env>): object {
  const { fields, scopes, translations } = prompt
  return {
    ...describe(prompt),
    arguments: fields.map(toArgument),
    _meta: {
      'dev.toolgraph/scopes': scopes,
      'dev.toolgraph/translations': translations,
    },
  }
}

function toArgument({ name, title, description, required }: TextField): object {
  return {
    name,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    required,
  }
}

function describe({
  name,
  title,
  description,
  icons,
}: Pick<RegisteredPrompt<never>, 'name' | 'title' | 'description' | 'icons'>): object {
  return {
    name,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(icons === undefined ? {} : { icons: icons.map(toWireIcon) }),
  }
}
