export { createMailPages } from './pages.ts'
export { keptMails, takeUpMails } from './post-office.ts'
export { type MailDouble, startMailDouble } from './start.ts'
export { writeMail } from './write.ts'
