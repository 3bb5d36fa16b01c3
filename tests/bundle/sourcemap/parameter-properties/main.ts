class Account {
  constructor(
    public readonly owner: string,
    private balance = 0,
  ) {
    console.log(owner, balance);
  }
}
console.log(new Account('ada', 3).owner);
