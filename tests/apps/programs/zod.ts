import { z } from 'zod';

const User = z.object({
  name: z.string().min(2),
  email: z.email(),
  age: z.coerce.number().int().positive().optional(),
  roles: z.array(z.enum(['admin', 'user'])).default(['user']),
  nested: z.record(z.string(), z.union([z.number(), z.literal('none')])).optional(),
});
type User = z.infer<typeof User>;

const user: User = User.parse({ name: 'Ada', email: 'ada@example.org', age: '36', nested: { a: 1, b: 'none' } });
console.log(JSON.stringify(user));
const wrong = User.safeParse({ name: 'A', email: 'nowhere', roles: ['root'] });
console.log(wrong.success, wrong.error!.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`).join(', '));
console.log(JSON.stringify(z.toJSONSchema(z.object({ a: z.string() }))));
