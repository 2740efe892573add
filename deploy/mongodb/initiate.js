// Makes the one-member replica set of docker-compose.yml; run again it changes nothing.
try {
  rs.status()
} catch (error) {
  if (error.codeName !== 'NotYetInitialized') throw error
  rs.initiate({ _id: 'inbox', members: [{ _id: 0, host: 'mongodb:27017' }] })
}
while (!db.hello().isWritablePrimary) sleep(200)
