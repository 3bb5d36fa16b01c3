import { log, order, Injected } from './decorators';

@log('class')
class Service {
  @log('property') property = 'p';
  static shared = 's';
  constructor(@log('parameter') private injected?: Injected) {}
  @log('method')
  method(@log('argument') a: number) {
    return a;
  }
  @log('accessor')
  get value() {
    return this.property;
  }
}
console.log(order.join());
console.log(new Service().value, new Service().method(2), Service.shared);
