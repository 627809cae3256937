"""The packet formats of media: RTP, RTCP and the payloads whose headers are rewritten."""
