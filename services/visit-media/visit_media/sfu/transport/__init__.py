"""How a peer is reached: ICE, DTLS, SRTP and SCTP over one UDP port."""
