/// Bytes, taken for one choice after the other. When there are none left each choice is the first.
pub struct Choices<'b>(&'b [u8]);

impl<'b> Choices<'b> {
    pub fn new(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    /// Whether there are choices left to make.
    pub fn are_left(&self) -> bool {
        !self.0.is_empty()
    }

    /// A number below `end`, which is not 0: of one byte if that is enough, else of two.
    pub fn below(&mut self, end: usize) -> usize {
        let first = self.byte();
        let number = if end <= 256 { first } else { first * 256 + self.byte() };
        number % end
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    fn byte(&mut self) -> usize {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        usize::from(*first)
    }
}
