// A walk through the API by a client that a public generator made from the document:
// what the document says is compiled against, and what the program answers is looked
// at. The first argument is where the program answers, the next two are tokens with
// every scope of somebody whose evaluation waits for words, and of that person's manager.
import createClient from "openapi-fetch"
import type { components, paths } from "./api.js"

declare const process: { argv: string[] }

const [address, personToken, managerToken] = process.argv.slice(2)

function clientOf(token: string) {
  return createClient<paths>({ baseUrl: address + "/api/v1", headers: { Authorization: "Bearer " + token } })
}

type Problem = components["schemas"]["Problem"]

function want(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(what)
}

// good is what was answered, where nothing may have gone wrong.
function good<T>(answer: { data?: T; error?: Problem; response: Response }, what: string): T {
  want(answer.error === undefined, `${what}: ${answer.response.status} ${JSON.stringify(answer.error)}`)
  return answer.data as T
}

// refused is the problem, where something had to go wrong.
function refused(answer: { error?: Problem; response: Response }, status: number, what: string): Problem {
  want(answer.response.status === status, `${what}: ${answer.response.status}, want ${status}`)
  want(answer.response.headers.get("Content-Type") === "application/problem+json", `${what}: no problem`)
  const problem = answer.error
  want(problem && problem.status === status && problem.title && problem.detail, `${what}: ${JSON.stringify(problem)}`)
  return problem
}

const person = clientOf(personToken), manager = clientOf(managerToken)

async function whoAsks() {
  const answer = await person.GET("/me")
  const me = good(answer, "me")
  want(me.name && me.scopes.includes("evaluations"), "me names nobody")
  const left = /^"token";r=(\d+);t=(\d+)$/.exec(answer.response.headers.get("RateLimit") ?? "")
  want(left && Number(left[1]) < 60, "nothing says how many requests are left")
  want(/^"token";q=60;w=3$/.test(answer.response.headers.get("RateLimit-Policy") ?? ""), "nothing says how often one may ask")
  refused(await clientOf("cairn_pat_none").GET("/me"), 401, "a token that is none")
}

async function people() {
  const all = good(await person.GET("/people", { params: { query: { limit: 200 } } }), "people").people
  const found: string[] = []
  let cursor: string | undefined
  do {
    const page: components["schemas"]["People"] = good(await person.GET("/people", { params: { query: { limit: 40, cursor } } }), "a page of people")
    want(page.people.length <= 40, "a page is longer than asked for")
    found.push(...page.people.map((p) => p.id ?? ""))
    cursor = page.next
  } while (cursor)
  want(found.length >= all.length && all.every((p, i) => p.id === found[i]), "pages differ from the list")
  want(new Set(found).size === found.length, "somebody is on two pages")
  const problem = refused(await person.GET("/people", { params: { query: { cursor: "nowhere" } } }), 422, "a cursor that leads nowhere")
  want(problem.errors?.[0]?.location === "query.cursor", "the problem does not say where")
  const one = good(await person.GET("/people/{id}", { params: { path: { id: found[0] } } }), "a person")
  want(one.id === found[0], "it is somebody else")
  refused(await person.GET("/people/{id}", { params: { path: { id: "nobody" } } }), 404, "nobody")
}

async function framework() {
  const f = good(await person.GET("/framework"), "the framework")
  want(f.steps.length > 1 && f.areas.length > 1, "the framework is empty")
  const step = good(await person.GET("/framework/steps/{step}", { params: { path: { step: f.steps[0].id } } }), "a step")
  want(step.id === f.steps[0].id, "it is another step")
  const examples = good(await person.GET("/framework/examples", { params: { query: { area: f.areas[0].id, limit: 5 } } }), "examples")
  want(examples.examples.every((e) => e.area === f.areas[0].id), "an example of another area")
}

const side = (text: string, area: string, step: string) => ({ areas: [{ area, step, mark: "sometimes" as const, text }] })

async function evaluation() {
  const line = good(await person.GET("/evaluations"), "evaluations").mine.find((e) => e.stage === "writing")
  want(line, "no evaluation waits for words")
  const path = { id: line.id }
  const e = good(await person.GET("/evaluations/{id}", { params: { path } }), "an evaluation")
  const area = good(await person.GET("/framework"), "the framework").areas[0].id

  // Words are saved as they were read, and not over what was saved meanwhile.
  const read = `"${e.yours.revision}"`
  const save = { params: { path, header: { "If-Match": read } }, body: side("I paired on the export.", area, e.steps[0]) }
  const saved = await person.PUT("/evaluations/{id}/side", save)
  good(saved, "saving")
  want(saved.response.headers.get("ETag") !== read, "saving leads to no other revision")
  const other = { ...save, body: side("I wrote this elsewhere.", area, e.steps[0]) }
  refused(await person.PUT("/evaluations/{id}/side", other), 409, "saving over what is newer")
  const misplaced = refused(await person.PUT("/evaluations/{id}/side", { params: { path, header: { "If-Match": saved.response.headers.get("ETag")! } }, body: side("x", "no area", e.steps[0]) }), 422, "an area that is none")
  want(misplaced.errors?.[0]?.location.startsWith("body.areas[0]"), "the problem does not say where")

  // An act is done once, however often it is sent.
  const once = { params: { path, header: { "Idempotency-Key": "walk-hand-in" } } }
  good(await person.POST("/evaluations/{id}/hand-in", once), "handing in")
  good(await person.POST("/evaluations/{id}/hand-in", once), "handing in again with the same key")
  refused(await person.POST("/evaluations/{id}/hand-in", { params: { path } }), 409, "handing in again")

  // The other side stays closed until both are in.
  const before = good(await manager.GET("/evaluations/{id}", { params: { path } }), "the manager's reading")
  want(before.theirs === undefined, "the person's side is open before the manager's is in")
  good(await manager.PUT("/evaluations/{id}/side", { params: { path, header: { "If-Match": `"${before.yours.revision}"` } }, body: side("She looked after the export.", area, e.steps[0]) }), "the manager's saving")
  good(await manager.POST("/evaluations/{id}/hand-in", { params: { path, header: { "Idempotency-Key": "walk-manager" } } }), "the manager's handing in")
  const opened = good(await person.GET("/evaluations/{id}", { params: { path } }), "after both")
  want(opened.stage === "opened" && opened.theirs?.areas.some((a) => a.text === "She looked after the export."), "the sides are not open to both")

  const said = { params: { path, header: { "Idempotency-Key": "walk-message" } } }
  good(await person.POST("/evaluations/{id}/messages", { ...said, body: { text: "Thank you." } }), "a message")
  refused(await person.POST("/evaluations/{id}/messages", { ...said, body: { text: "Another." } }), 422, "another message with the same key")
  want(good(await manager.GET("/evaluations/{id}/messages", { params: { path } }), "messages").messages.length === 1, "the message is not there once")
}

await whoAsks()
await people()
await framework()
await evaluation()
console.log("walked")
