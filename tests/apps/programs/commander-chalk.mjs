// A command line program, as people write them.
import { Command, Option } from 'commander';
import chalk, { Chalk } from 'chalk';

const program = new Command();
program
  .name('greet')
  .version('1.2.3')
  .argument('<names...>', 'whom to greet')
  .addOption(new Option('-s, --style <style>', 'how').choices(['plain', 'loud']).default('plain'))
  .option('--no-color')
  .action((names, options) => {
    const paint = options.color ? new Chalk({ level: 1 }) : new Chalk({ level: 0 });
    for (const name of names) console.log(paint.green(`Hello, ${options.style === 'loud' ? name.toUpperCase() : name}!`));
  });
program.command('sum <numbers...>').action((numbers) => console.log(numbers.map(Number).reduce((a, b) => a + b)));
program.parse();
if (typeof chalk.level !== 'number') throw new Error('chalk has no level');
