export { rawBody } from './body.ts'
export {
  type Actor,
  auditActorOf,
  type Caller,
  isProgram,
  type User,
  userOf,
  whyNotAdmitted
} from './caller.ts'
export { type Bytes, type Client, createClient } from './client.ts'
export type { Forward } from './forward.ts'
export { isSame } from './is-same.ts'
export { LeftOff } from './left-off.ts'
export { createLimit, type Limit } from './limit.ts'
export { createMediaAddresses, type MediaAddresses } from './media-addresses.ts'
export { type ClaimMedia, createClaimMedia } from './media-claims.ts'
export {
  createOutboundClient,
  ForbiddenAddress,
  type OutboundCall,
  type OutboundClient,
  type OutboundPost,
  Unreached
} from './outbound-client.ts'
export { outboundGuard } from './outbound-guard.ts'
export { type Problem, problem, problemOfError } from './problem.ts'
export { addressKey, type DeviceOf } from './rate-limits.ts'
export { refuse, refuseSocket } from './refuse.ts'
export { type Answered, answered, type Call, parsePart, type Route, route } from './route.ts'
export { isSameOrigin, type OriginHeaders } from './same-origin.ts'
export { type HttpServer, type ServerOptions, startHttpServer } from './server.ts'
export { type Authenticate, byService, createServiceCallers, mintServiceToken } from './service-token.ts'
export { signingKeyOf, verifyToken } from './signed-token.ts'
export { filesNamedByContent, serveSite } from './site.ts'
export { type Admission, addressOfSocket, admitSockets, createAdmission } from './sockets/admission.ts'
export { createSocketAnswers, type SocketHandler } from './sockets/answers.ts'
