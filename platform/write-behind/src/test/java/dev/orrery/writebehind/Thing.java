package dev.orrery.writebehind;

record Thing(String body) {
  static Thing of(long number) {
    return new Thing("n" + number);
  }
}
