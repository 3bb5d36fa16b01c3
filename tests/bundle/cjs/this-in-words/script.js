this.fromThis = 1;
