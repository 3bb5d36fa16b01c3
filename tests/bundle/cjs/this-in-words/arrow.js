const read = () => this;
read().fromArrow = 2;
