"""formcheck: a webcam form checker for the exercises that help outer-knee (IT band) pain."""

__version__ = "0.1.0"
