export const h = (tag: string, props: { title: string }, text: string) => `${tag} ${props.title} ${text}`;
