export { createMailPages, type MailPages } from './pages.ts'
export { type Customer as MailCustomer, type PostOffice, keptMails, takeUpMails } from './post-office.ts'
export { type MailDouble, startMailDouble } from './start.ts'
export { type Writing as WrittenByCustomer, writeMail } from './write.ts'
