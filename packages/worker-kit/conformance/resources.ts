import * as z from 'zod'
import { defineResource } from '../src/index.ts'
import { PNG } from './media.ts'

export const staticText = defineResource({
  name: 'static_text',
  uri: 'test://static-text',
  description: 'Holds text',
  mimeType: 'text/plain',
  read: () => 'This is the content of the static text resource.',
})

export const staticBinary = defineResource({
  name: 'static_binary',
  uri: 'test://static-binary',
  description: 'Holds a picture',
  mimeType: 'image/png',
  read: () => Uint8Array.from(atob(PNG), (character) => character.charCodeAt(0)),
})

export const template = defineResource({
  name: 'template_data',
  uri: 'test://template/{id}/data',
  description: 'Holds the data of an id',
  mimeType: 'application/json',
  variables: z.object({ id: z.string() }),
  read: ({ id }) => ({ id, templateTest: true, data: `Data for ID: ${id}` }),
})

export const watched = defineResource({
  name: 'watched_resource',
  uri: 'test://watched-resource',
  description: 'Holds text that somebody would like to watch',
  mimeType: 'text/plain',
  read: () => 'Nothing has changed',
})
