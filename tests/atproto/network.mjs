// The real Bluesky servers (PLC directory, PDS, AppView) on loopback, for the length of one test run.
//
//   node network.mjs postgres://…   ->  one line "READY {json}" on standard output once everything answers
//
// Ends when standard input closes, which is what happens when the process that started it dies, however it dies.
import dns from 'node:dns'
import fs from 'node:fs'
import http from 'node:http'
import { createRequire } from 'node:module'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'

const began = performance.now()
const say = (word, facts) => process.stdout.write(`${word} ${JSON.stringify(facts)}\n`)
console.log = console.info = console.error // the servers' chatter must not fill the pipe that nobody reads after READY

// The servers would listen on every interface and look up names on the internet. Neither is wanted in a test.
const LOOPBACK = '127.0.0.1'
const near = (host) => !host || host === 'localhost' || host === '::1' || host.startsWith('127.') || host.endsWith('.localhost')
const refused = []

const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (first, ...rest) {
  if (typeof first === 'number') return listen.call(this, first, LOOPBACK, ...rest.filter((value) => typeof value !== 'string'))
  if (first && typeof first === 'object' && first.port !== undefined) return listen.call(this, { ...first, host: LOOPBACK }, ...rest)
  return listen.call(this, first, ...rest)
}
const lookup = dns.lookup
dns.lookup = (host, ...rest) => {
  if (near(host)) return lookup(host, ...rest)
  refused.push(host)
  process.nextTick(rest.at(-1), Object.assign(new Error(`not looked up in tests: ${host}`), { code: 'ENOTFOUND' }))
}
const connect = net.Socket.prototype.connect
net.Socket.prototype.connect = function (...args) {
  const target = Array.isArray(args[0]) ? args[0][0] : args[0]
  const host = typeof target === 'object' && target !== null ? target.host : args[1]
  if (typeof host !== 'string' || !net.isIP(host) || near(host)) return connect.apply(this, args)
  refused.push(host)
  process.nextTick(() => this.destroy(Object.assign(new Error(`not reached in tests: ${host}`), { code: 'ECONNREFUSED' })))
  return this
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatepost-bluesky-'))
let network, control
let ending = false
async function end(code) {
  if (ending) return
  ending = true
  setTimeout(() => process.exit(code), 6000).unref() // a server that will not close does not keep the rest alive
  control?.close()
  await network?.close().catch(() => {})
  process.exit(code)
}
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }))
process.stdin.on('end', () => end(0)).on('error', () => end(0)).resume()
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => end(0))
process.on('uncaughtException', (error) => { console.error(error); end(1) })

process.env.TMPDIR = folder // where the PDS puts its databases and pictures
process.env.LOG_ENABLED = 'false'
process.env.REDIS_HOST = `${LOOPBACK}:9` // has to be set, is never connected to

// The AppView indexes names by trigram, with an extension that PostgreSQL from PyPI comes without. Nothing here searches for
// people, so an ordinary index does, and the schema stays the same otherwise.
const { Client } = createRequire(import.meta.url)('pg')
const query = Client.prototype.query
Client.prototype.query = function (text, ...rest) {
  if (typeof text === 'string') {
    if (/^create extension if not exists pg_trgm\b/.test(text)) text = 'select 1'
    text = text.replace(/using gist \(("\w+") gist_trgm_ops\)/, 'using btree ($1)')
  }
  return query.call(this, text, ...rest)
}

const { TestNetwork } = await import('@atproto/dev-env')
const loaded = performance.now()
network = await TestNetwork.create({
  dbPostgresUrl: process.argv[2],
  dbPostgresSchema: 'gatepost', // letters and underscores only
})

// What a test cannot ask for over the public interface: wait until the AppView has read everything the PDS wrote.
const wishes = {
  '/settle': async () => (await network.processAll(), {}),
  '/reports': async () => {
    const rows = await network.ozone.ctx.db.db.selectFrom('moderation_event').select('subjectUri').where('action', '=', 'tools.ozone.moderation.defs#modEventReport').execute()
    return rows.map((row) => row.subjectUri)
  },
  '/refused': async () => refused,
  '/memory': async () => ({ mb: Math.round(process.memoryUsage().rss / 2 ** 20) }),
}
control = http.createServer(async (request, response) => {
  try {
    response.end(JSON.stringify(await wishes[request.url]()))
  } catch (error) {
    response.writeHead(500).end(String(error?.stack ?? error))
  }
})
await new Promise((resolve) => control.listen(0, LOOPBACK, resolve))

say('READY', {
  url: network.pds.url,
  control: `http://${LOOPBACK}:${control.address().port}`,
  node: process.version,
  load_ms: Math.round(loaded - began),
  start_ms: Math.round(performance.now() - loaded),
  memory_mb: Math.round(process.memoryUsage().rss / 2 ** 20),
})
