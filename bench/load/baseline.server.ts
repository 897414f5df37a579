/** A bare Fastify application: reads the JSON of a POST, answers 201 and nothing else. Node runs it as it is. */
import fastify from 'fastify';

const app = fastify();
app.post('/orders', (_request, reply) => reply.code(201).send({ status: 'draft' }));
await app.listen({ host: '127.0.0.1', port: Number(process.argv[2]) });
