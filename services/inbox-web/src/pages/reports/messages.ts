import { translations } from '../../i18n/translations.ts'

export const useMessages = translations({
  en: {
    title: 'Reports',
    period: 'Period',
    periods: { today: 'Today', week: 'Last 7 days', month: 'Last 30 days', quarter: 'Last 90 days', own: 'Custom' },
    from: 'From',
    to: 'To',
    by: 'Group by',
    dimensions: { day: 'Day', department: 'Department', agent: 'Agent', channel: 'Channel', reason: 'Close reason' },
    reasons: {
      closed: 'No reason given',
      superseded: 'Contact wrote again',
      answeredElsewhere: 'Answered elsewhere',
      merged: 'Continued in another conversation',
      visitorLeft: 'Visitor left'
    },
    department: 'Department',
    channel: 'Channel',
    anything: 'All',
    csv: 'Download CSV',
    csvFailed: 'The CSV file could not be created.',
    nobody: 'nobody',
    arrived: 'Arrived',
    unattended: 'Unattended',
    started: 'Started',
    inTime: 'Service level',
    wait: 'Wait',
    longestWait: 'Longest wait',
    firstResponse: 'First response',
    closed: 'Closed',
    handling: 'Handling',
    ongoing: 'Time in Ongoing',
    abandoned: 'Abandoned',
    abandonmentRate: 'Abandonment',
    closedUnserved: 'Closed unserved',
    missed: 'Missed offers',
    billed: 'Charged messages',
    help: {
      arrived: 'New conversations: a contact wrote who had none open.',
      unattended: 'Of those that arrived, the ones nobody could answer from the start, such as web chat out of hours.',
      started:
        'Conversations that an agent accepted for the first time. Transfers and resumed ones do not count again.',
      inTime: 'Share that was started within 60 seconds, of all started or abandoned.',
      wait: 'Average time from the contact’s first message to the start (average speed of answer).',
      longestWait: 'The longest time from the contact’s first message to a start.',
      firstResponse: 'Average time from the contact’s first message to the first message of an agent.',
      closed: 'Conversations closed after having been served.',
      handling:
        'Average time in Ongoing of closed conversations, adding up all agents and all times (average handling time). What is still open does not count yet. By agent: of the conversations that the agent closed.',
      ongoing:
        'How long the agent worked on conversations, including those that others closed. Counts each time a conversation leaves Ongoing.',
      abandoned:
        'Never served, and no agent closed them: the visitor left, nobody was there, or the session window ended.',
      abandonmentRate: 'Share that was abandoned, of all started or abandoned.',
      closedUnserved: 'Closed from the queue by a supervisor without having been served.',
      missed: 'Offers that an agent declined or let expire. Transfers do not count.',
      billed: 'Messages that we sent and that the provider of the channel charges for.'
    },
    definitions: 'What these figures mean',
    whenItCounts:
      'Everything counts on the day on which it happened, by the clock of this device: an arrival when it arrived, handling when the conversation was closed.',
    total: 'Total',
    volumes: 'Volumes',
    times: 'Times',
    nothing: 'Nothing happened in this period.',
    average: 'average'
  },
  'pt-BR': {
    title: 'Relatórios',
    period: 'Período',
    periods: {
      today: 'Hoje',
      week: 'Últimos 7 dias',
      month: 'Últimos 30 dias',
      quarter: 'Últimos 90 dias',
      own: 'Personalizado'
    },
    from: 'De',
    to: 'Até',
    by: 'Agrupar por',
    dimensions: {
      day: 'Dia',
      department: 'Departamento',
      agent: 'Agente',
      channel: 'Canal',
      reason: 'Motivo do encerramento'
    },
    reasons: {
      closed: 'Sem motivo',
      superseded: 'O contato escreveu de novo',
      answeredElsewhere: 'Respondida em outro lugar',
      merged: 'Continua em outra conversa',
      visitorLeft: 'O visitante saiu'
    },
    department: 'Departamento',
    channel: 'Canal',
    anything: 'Todos',
    csv: 'Baixar CSV',
    csvFailed: 'Não foi possível gerar o arquivo CSV.',
    nobody: 'ninguém',
    arrived: 'Chegaram',
    unattended: 'Sem atendente',
    started: 'Iniciadas',
    inTime: 'Nível de serviço',
    wait: 'Espera',
    longestWait: 'Maior espera',
    firstResponse: 'Primeira resposta',
    closed: 'Encerradas',
    handling: 'Atendimento',
    ongoing: 'Tempo em andamento',
    abandoned: 'Abandonadas',
    abandonmentRate: 'Abandono',
    closedUnserved: 'Encerradas sem atendimento',
    missed: 'Ofertas perdidas',
    billed: 'Mensagens cobradas',
    help: {
      arrived: 'Conversas novas: escreveu um contato que não tinha nenhuma aberta.',
      unattended: 'Das que chegaram, as que ninguém podia responder desde o início, como um chat fora do horário.',
      started: 'Conversas que um agente aceitou pela primeira vez. Transferências e retomadas não contam de novo.',
      inTime: 'Parte iniciada em até 60 segundos, de todas as iniciadas ou abandonadas.',
      wait: 'Tempo médio da primeira mensagem do contato até o início (tempo médio de espera).',
      longestWait: 'O maior tempo da primeira mensagem do contato até um início.',
      firstResponse: 'Tempo médio da primeira mensagem do contato até a primeira mensagem de um agente.',
      closed: 'Conversas encerradas depois de atendidas.',
      handling:
        'Tempo médio em andamento das conversas encerradas, somando todos os agentes e todas as vezes (TMA). O que ainda está aberto não conta. Por agente: das conversas que o agente encerrou.',
      ongoing:
        'Quanto o agente trabalhou em conversas, incluindo as que outros encerraram. Conta cada vez que uma conversa sai de Em andamento.',
      abandoned:
        'Nunca atendidas e não encerradas por um agente: o visitante saiu, não havia ninguém ou a janela da sessão terminou.',
      abandonmentRate: 'Parte abandonada, de todas as iniciadas ou abandonadas.',
      closedUnserved: 'Encerradas da fila por um supervisor sem terem sido atendidas.',
      missed: 'Ofertas que um agente recusou ou deixou expirar. Transferências não contam.',
      billed: 'Mensagens que enviamos e que o provedor do canal cobra.'
    },
    definitions: 'O que significam estes números',
    whenItCounts:
      'Tudo conta no dia em que aconteceu, pelo relógio deste dispositivo: uma chegada quando chegou, um atendimento quando a conversa foi encerrada.',
    total: 'Total',
    volumes: 'Volumes',
    times: 'Tempos',
    nothing: 'Nada aconteceu neste período.',
    average: 'média'
  },
  es: {
    title: 'Informes',
    period: 'Período',
    periods: {
      today: 'Hoy',
      week: 'Últimos 7 días',
      month: 'Últimos 30 días',
      quarter: 'Últimos 90 días',
      own: 'Personalizado'
    },
    from: 'De',
    to: 'A',
    by: 'Agrupar por',
    dimensions: {
      day: 'Día',
      department: 'Departamento',
      agent: 'Agente',
      channel: 'Canal',
      reason: 'Motivo de cierre'
    },
    reasons: {
      closed: 'Sin motivo',
      superseded: 'El contacto escribió de nuevo',
      answeredElsewhere: 'Respondida en otro lugar',
      merged: 'Continúa en otra conversación',
      visitorLeft: 'El visitante se fue'
    },
    department: 'Departamento',
    channel: 'Canal',
    anything: 'Todos',
    csv: 'Descargar CSV',
    csvFailed: 'No se pudo generar el archivo CSV.',
    nobody: 'nadie',
    arrived: 'Llegaron',
    unattended: 'Sin agente',
    started: 'Iniciadas',
    inTime: 'Nivel de servicio',
    wait: 'Espera',
    longestWait: 'Espera más larga',
    firstResponse: 'Primera respuesta',
    closed: 'Cerradas',
    handling: 'Atención',
    ongoing: 'Tiempo en curso',
    abandoned: 'Abandonadas',
    abandonmentRate: 'Abandono',
    closedUnserved: 'Cerradas sin atender',
    missed: 'Ofertas perdidas',
    billed: 'Mensajes cobrados',
    help: {
      arrived: 'Conversaciones nuevas: escribió un contacto que no tenía ninguna abierta.',
      unattended:
        'De las que llegaron, las que nadie podía responder desde el principio, como un chat fuera de horario.',
      started:
        'Conversaciones que un agente aceptó por primera vez. Las transferidas y las retomadas no cuentan de nuevo.',
      inTime: 'Parte iniciada en 60 segundos o menos, de todas las iniciadas o abandonadas.',
      wait: 'Tiempo promedio desde el primer mensaje del contacto hasta el inicio (tiempo promedio de espera).',
      longestWait: 'El tiempo más largo desde el primer mensaje del contacto hasta un inicio.',
      firstResponse: 'Tiempo promedio desde el primer mensaje del contacto hasta el primer mensaje de un agente.',
      closed: 'Conversaciones cerradas después de atenderse.',
      handling:
        'Tiempo promedio en curso de las conversaciones cerradas, sumando todos los agentes y todas las veces (TMO). Lo que sigue abierto aún no cuenta. Por agente: de las conversaciones que cerró.',
      ongoing:
        'Cuánto trabajó el agente en conversaciones, incluidas las que cerraron otros. Cuenta cada vez que una conversación sale de En curso.',
      abandoned:
        'Nunca atendidas ni cerradas por un agente: el visitante se fue, no había nadie o terminó la ventana de la sesión.',
      abandonmentRate: 'Parte abandonada, de todas las iniciadas o abandonadas.',
      closedUnserved: 'Cerradas desde la cola por un supervisor sin haberse atendido.',
      missed: 'Ofertas que un agente rechazó o dejó vencer. Las transferencias no cuentan.',
      billed: 'Mensajes que enviamos y que el proveedor del canal cobra.'
    },
    definitions: 'Qué significan estas cifras',
    whenItCounts:
      'Todo cuenta el día en que ocurrió, según el reloj de este dispositivo: una llegada cuando llegó, una atención cuando se cerró la conversación.',
    total: 'Total',
    volumes: 'Volúmenes',
    times: 'Tiempos',
    nothing: 'No pasó nada en este período.',
    average: 'promedio'
  }
})
