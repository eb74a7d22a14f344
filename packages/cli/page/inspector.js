// The inspector's page: the tools, a form for each, and what was said. No framework; every text goes in as text.

const byId = (id) => document.getElementById(id)

/** Makes an element; `attributes` are properties of it. */
function element(tag, attributes = {}, ...children) {
  const made = Object.assign(document.createElement(tag), attributes)
  made.append(...children)
  return made
}

async function getJson(path, init) {
  const response = await fetch(path, init)
  const body = await response.json()
  if (!response.ok) throw new Error(body.error ?? `The dev server answered ${response.status}`)
  return body
}

let chosen
const inputs = new Map()

async function showTools() {
  try {
    const manifest = await getJson('/inspector/manifest')
    byId('title').textContent = manifest.title
    byId('about').textContent = manifest.description
    byId('tools').replaceChildren(
      ...manifest.tools.map((tool) => element('li', {}, toolButton(tool, manifest))),
    )
    const again = manifest.tools.find(({ name }) => name === chosen) ?? manifest.tools[0]
    if (again) choose(again, manifest)
  } catch (error) {
    byId('tools').replaceChildren(element('li', { className: 'bad', textContent: error.message }))
  }
}

function toolButton(tool, manifest) {
  const button = element('button', { type: 'button', className: 'tool' })
  button.dataset.tool = tool.name
  button.append(tool.title ?? tool.name)
  if (tool.scopes?.length) button.append(' ', element('small', { textContent: 'needs sign-in' }))
  button.addEventListener('click', () => choose(tool, manifest))
  return button
}

function choose(tool, manifest) {
  chosen = tool.name
  for (const button of document.querySelectorAll('[data-tool]')) {
    button.toggleAttribute('aria-current', button.dataset.tool === tool.name)
  }
  byId('tool-name').textContent = tool.name
  byId('tool-description').textContent = tool.description
  byId('call').hidden = false
  byId('answer').replaceChildren()
  showInputs(tool.inputSchema)
  showScopes(manifest.scopes, tool.scopes ?? [])
}

/** One input for each field that one input can hold; the rest is written as JSON. */
function showInputs(schema) {
  const args = {}
  const rows = []
  inputs.clear()
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    if (field.default !== undefined) args[name] = field.default
    const input = toInput(field, schema.required?.includes(name))
    if (!input) continue
    input.addEventListener('input', () => writeArgument(name, readInput(input, field)))
    inputs.set(name, input)
    const label = element('label', {}, field.title ?? name, input)
    if (field.description) label.append(element('small', { textContent: field.description }))
    rows.push(label)
  }
  byId('inputs').replaceChildren(...rows)
  byId('raw').value = JSON.stringify(args, null, 2)
}

function toInput(field, required = false) {
  if (Array.isArray(field.enum)) {
    const options = field.enum.map((value) => element('option', { value, textContent: value }))
    return element('select', { required }, element('option', { value: '' }), ...options)
  }
  const value = field.default ?? ''
  if (field.type === 'boolean')
    return element('input', { type: 'checkbox', checked: value === true })
  if (field.type === 'string') return element('input', { type: 'text', value, required })
  if (field.type !== 'integer' && field.type !== 'number') return undefined
  const step = field.type === 'integer' ? '1' : 'any'
  const input = element('input', { type: 'number', value, step, required })
  if (Math.abs(field.minimum) < 2 ** 53 - 1) input.min = field.minimum
  if (Math.abs(field.maximum) < 2 ** 53 - 1) input.max = field.maximum
  return input
}

function readInput(input, field) {
  if (input.type === 'checkbox') return input.checked
  if (input.value === '') return undefined
  return typeof field.type === 'string' && field.type !== 'string'
    ? Number(input.value)
    : input.value
}

function writeArgument(name, value) {
  const args = readArguments() ?? {}
  byId('raw').value = JSON.stringify({ ...args, [name]: value }, null, 2)
}

/** What was written as JSON shows in the form too. */
function showArguments() {
  const args = readArguments()
  if (args === undefined) return
  for (const [name, input] of inputs) {
    if (input.type === 'checkbox') input.checked = args[name] === true
    else input.value = args[name] ?? ''
  }
}

function readArguments() {
  try {
    return JSON.parse(byId('raw').value || '{}')
  } catch {
    return undefined
  }
}

function showScopes(scopes, needed) {
  byId('scopes').replaceChildren(
    ...scopes.map(({ name, description }) => {
      const box = element('input', {
        type: 'checkbox',
        value: name,
        checked: needed.includes(name),
      })
      return element(
        'label',
        {},
        box,
        ' ',
        element('code', { textContent: name }),
        ` ${description}`,
      )
    }),
  )
}

async function call(event) {
  event.preventDefault()
  const args = readArguments()
  if (args === undefined)
    return showAnswer(
      element('p', { className: 'bad', textContent: 'The arguments are not JSON.' }),
    )
  const scopes = [...document.querySelectorAll('#scopes input:checked')].map(({ value }) => value)
  const { value: person } = document.querySelector('input[name=person]:checked')
  showAnswer(element('p', { textContent: 'Calling…' }))
  try {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ tool: chosen, args, person, scopes }),
    }
    const { request, response, milliseconds } = await getJson('/inspector/call', init)
    const isGood = response.status === 200 && !/"isError":true|"error":/.test(response.body)
    showAnswer(
      element('p', {
        className: isGood ? 'good' : 'bad',
        textContent: `${response.status} in ${milliseconds} ms`,
      }),
      block('Answer', readAnswer(response.body)),
      folded('Request', pretty(request)),
      folded('Response', `${pretty(response.headers)}\n\n${prettyText(response.body)}`),
    )
  } catch (error) {
    showAnswer(element('p', { className: 'bad', textContent: error.message }))
  }
  await showCalls()
}

function showAnswer(...children) {
  byId('answer').replaceChildren(...children)
}

/** The part of an answer that matters: the tool's data or words, or the error. */
function readAnswer(text) {
  const message = text.startsWith('{') ? text : (text.match(/^data: ?(\{.*)$/gm)?.at(-1) ?? text)
  try {
    const { result, error } = JSON.parse(message.replace(/^data: ?/, ''))
    if (!result) return error?.message ? pretty(error) : prettyText(text)
    const words = result.content?.map((block) => block.text ?? pretty(block)).join('\n')
    return result.structuredContent ? pretty(result.structuredContent) : (words ?? pretty(result))
  } catch {
    return prettyText(text)
  }
}

const pretty = (value) => JSON.stringify(value, null, 2)

function prettyText(text) {
  try {
    return pretty(JSON.parse(text))
  } catch {
    return text
  }
}

function block(title, text) {
  return element('div', {}, element('h3', { textContent: title }), readable(text))
}

function folded(title, text) {
  return element('details', {}, element('summary', { textContent: title }), readable(text))
}

/** Long lines scroll, also for one who has only a keyboard. */
function readable(text) {
  const made = element('pre', { textContent: text, tabIndex: 0 })
  made.setAttribute('role', 'region')
  made.setAttribute('aria-label', 'Message')
  return made
}

let newest

async function showCalls() {
  const calls = await getJson('/inspector/calls').catch(() => [])
  if (newest === calls[0]?.id) return
  newest = calls[0]?.id
  byId('calls').replaceChildren(
    ...calls.map((call) => {
      const time = new Date(call.at).toLocaleTimeString()
      const title = `${time}  ${call.status}  ${nameOf(call)}  ${call.milliseconds} ms`
      const challenge = call.challenge ? `WWW-Authenticate: ${call.challenge}\n\n` : ''
      return folded(
        title,
        `${prettyText(call.request)}\n\n${challenge}${prettyText(call.response)}`,
      )
    }),
  )
}

/** What a call was about: its JSON-RPC method and tool, or its path. */
function nameOf({ method, path, request }) {
  try {
    const { method: rpc, params } = JSON.parse(request)
    return [rpc, params?.name].filter(Boolean).join(' ')
  } catch {
    return `${method} ${path}`
  }
}

byId('call').addEventListener('submit', call)
byId('raw').addEventListener('input', showArguments)
byId('reload').addEventListener('click', showTools)
await Promise.all([showTools(), showCalls()])
setInterval(showCalls, 2000)
