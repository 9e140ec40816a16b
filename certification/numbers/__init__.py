"""Numbers of certificates and barcodes: read tolerantly, explained part by part, kept in one strict form."""

from certification.numbers.answers import NumberAnswer, NumberContext, Part, Remark, Words
from certification.numbers.registry import GRAMMARS, explain, identify

__all__ = ["GRAMMARS", "NumberAnswer", "NumberContext", "Part", "Remark", "Words", "explain", "identify"]
