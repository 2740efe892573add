import type { Phrases } from './talks.ts'

export const pt: Phrases = {
  names: [
    'Mariana Albuquerque',
    'João Pedro Nunes',
    'Luíza Carvalho',
    'Antônio Figueiredo',
    'Camila Sá',
    'Rafael Guimarães',
    'Beatriz Lourenço',
    'Thiago Conceição',
    'Inês Magalhães',
    'Gustavo Araújo',
    'Júlia Brandão',
    'Davi Monteiro'
  ],
  talks: [
    {
      topic: 'Sales',
      opening: [
        'Oi, bom dia!',
        'Vi a bicicleta elétrica no site de vocês',
        'Ainda tem no tamanho M? E quanto fica o frete para Recife?'
      ],
      answers: [
        'CEP 50030-230',
        'Entendi. E parcela em quantas vezes?',
        'Perfeito, pode reservar uma azul 😊',
        'Consigo retirar no sábado de manhã?'
      ]
    },
    {
      topic: 'Sales',
      opening: ['Boa tarde', 'Preciso de um orçamento para 40 cadeiras de escritório, com nota fiscal para empresa'],
      answers: [
        'Com braço e rodízio, por favor',
        'O CNPJ eu mando por e-mail, pode ser?',
        'E qual é o prazo de entrega em Campinas?',
        'Ótimo, vou levar para a diretoria hoje ainda'
      ]
    },
    {
      topic: 'Support',
      opening: ['Olá', 'comprei a cafeteira na sexta', 'e ela está vazando por baixo 😞'],
      answers: [
        'Sim, já limpei o filtro e nada',
        'O pedido é o 88213-4',
        'Prefiro a troca, se for possível',
        'Moro na Rua das Laranjeiras, o porteiro recebe'
      ],
      caption: 'Olha como fica a bancada'
    },
    {
      topic: 'Support',
      opening: ['Não consigo entrar na minha conta, o código nunca chega no celular'],
      answers: [
        'Já esperei mais de dez minutos',
        'É o mesmo número de sempre, final 4417',
        'Agora chegou! Era o bloqueador de spam',
        'Como faço para trocar o número depois?'
      ]
    }
  ],
  thanks: ['Muito obrigada pela atenção!', 'Valeu, resolveu! 👏', 'Obrigado, bom trabalho para você'],
  impatient: ['Tem alguém aí?', 'Alô? 😅', 'Ainda estou esperando…'],
  agent: {
    greetings: ['Olá, {name}! Aqui é {agent}, vou ajudar você.', 'Bom dia, {name}, tudo bem? Sou {agent}.'],
    questions: [
      'Pode me passar mais um detalhe, por favor?',
      'Só um instante, estou verificando aqui no sistema.',
      'Você prefere que a gente troque ou devolva o valor?'
    ],
    solutions: [
      'Pronto, já registrei tudo. Você recebe a confirmação por e-mail em alguns minutos.',
      'Consegui resolver por aqui, pode testar agora?'
    ],
    goodbyes: ['Por nada, {name}! Qualquer coisa é só chamar.', 'Obrigado pelo contato e tenha um ótimo dia!']
  }
}

export const es: Phrases = {
  names: [
    'Lucía Fernández Peña',
    'Íñigo Echeverría',
    'Valentina Rojas',
    'Martín Ibáñez',
    'Ximena Ocampo',
    'Andrés Muñoz',
    'Paula Quiñones',
    'Joaquín Güemes',
    'Sofía Belén Duarte',
    'Núria Castells'
  ],
  talks: [
    {
      topic: 'Sales',
      opening: ['¡Hola! ¿Qué tal?', '¿Hacen envíos a Montevideo? Me interesa la mesa de roble de 180 cm'],
      answers: [
        '¿Y el montaje está incluido?',
        'Perfecto, ¿aceptan transferencia?',
        '¿Cuánto tarda más o menos?',
        'Me la llevo, ¿cómo seguimos?'
      ]
    },
    {
      topic: 'Sales',
      opening: ['Buenas tardes', 'quería cambiar mi plan al anual', 'pero en la web me sale el precio viejo 🤔'],
      answers: [
        'Sí, la cuenta está a nombre de mi empresa',
        'Vale, entonces lo pago hoy',
        '¿Me mandan la factura con el NIF?'
      ]
    },
    {
      topic: 'Support',
      opening: ['Me llegó el pedido equivocado', 'Pedí unas zapatillas 42 y vinieron unas 38 🙈'],
      answers: [
        'El número es ES-20417',
        'Sí, todavía están en la caja',
        'Mañana estoy en casa toda la mañana',
        '¿Tengo que imprimir la etiqueta?'
      ],
      caption: 'Así venía la caja'
    },
    {
      topic: 'Support',
      opening: ['La app se cierra cada vez que quiero pagar. Ya la reinstalé dos veces.'],
      answers: ['Android 15, un Moto G', 'Me sale "error 503" y nada más', 'Ahora sí funcionó, ¡qué alivio!']
    }
  ],
  thanks: ['¡Mil gracias!', 'Genial, muchas gracias por la ayuda 🙌', 'Gracias, que tengas buen día'],
  impatient: ['¿Hola?', '¿Hay alguien por ahí?', 'Sigo esperando 🙏'],
  agent: {
    greetings: ['¡Hola, {name}! Soy {agent}, ¿en qué te puedo ayudar?', 'Buenas, {name}. Te atiende {agent}.'],
    questions: [
      '¿Me confirmas el número de pedido, por favor?',
      'Dame un momento, lo estoy revisando.',
      '¿Desde cuándo te pasa?'
    ],
    solutions: [
      'Listo, ya quedó registrado. Te llega un correo con los detalles.',
      'Ya lo corregí de nuestro lado, ¿puedes probar otra vez?'
    ],
    goodbyes: ['¡De nada, {name}! Cualquier cosa, aquí estamos.', 'Gracias por escribirnos. ¡Que tengas buen día!']
  }
}
