/** A picture of a broken tile, newly drawn each time. */
export function picture() {
  const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 })
  const pen = canvas.getContext('2d')
  const hue = Math.floor(Math.random() * 360)
  pen.fillStyle = `hsl(${hue} 45% 93%)`
  pen.fillRect(0, 0, 640, 480)
  pen.strokeStyle = `hsl(${hue} 55% 42%)`
  pen.lineWidth = 10
  for (let x = 80; x < 640; x += 160)
    for (let y = 80; y < 480; y += 160) {
      pen.strokeRect(x - 78, y - 78, 156, 156)
      pen.beginPath()
      pen.arc(x, y, 52, 0, 2 * Math.PI)
      pen.stroke()
    }
  pen.strokeStyle = '#3b3b3b'
  pen.lineWidth = 4
  pen.beginPath()
  pen.moveTo(0, 60 + Math.random() * 300)
  for (let x = 80; x <= 640; x += 80) pen.lineTo(x, 60 + Math.random() * 360)
  pen.stroke()
  return new Promise(resolve => canvas.toBlob(resolve, 'image/png'))
}

export const voiceNote = async () => (await fetch('/phone/voice-note.ogg')).blob()

/** The smallest order confirmation that a PDF reader opens. */
export function orderConfirmation() {
  const line = 'BT /F1 18 Tf 40 120 Td (Order 2026-118: 24 tiles, Lisbon) Tj ET'
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${line.length}>>stream\n${line}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'
  ]
  let body = '%PDF-1.4\n'
  const places = objects.map((object, index) => {
    const at = body.length
    body += `${index + 1} 0 obj${object}endobj\n`
    return String(at).padStart(10, '0')
  })
  const table = ['0000000000 65535 f ', ...places.map(at => `${at} 00000 n `)].join('\n')
  const end = `xref\n0 6\n${table}\ntrailer<</Size 6/Root 1 0 R>>\nstartxref\n${body.length}\n%%EOF`
  return new Blob([body, end], { type: 'application/pdf' })
}

export const place = { latitude: 38.7169, longitude: -9.1399, name: 'Rua Augusta, Lisbon' }
