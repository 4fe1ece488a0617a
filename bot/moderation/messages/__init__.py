"""The guard over private messages: nobody sends one; what arrives is judged, and whoever it is for decides about it."""
