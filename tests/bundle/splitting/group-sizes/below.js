export class Below { name = 'below'; }
