export const Named = () => <i>inner</i>;
Named.Part = 'part';
