"""Lets people come and go at the media server for a long time, and looks whether anything of them stays behind."""
